"""Settings, addresses, security, health, logs and commands of the application as a whole."""
