"""Commands of the application, run by `backstay manage`."""
