"""What every page shares: templates, style sheets, the script, marks and figures."""
