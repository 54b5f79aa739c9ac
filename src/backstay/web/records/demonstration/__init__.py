"""An invented hospital to try the application with: its people and twelve patients."""
