"""`python -m backstay`."""

from backstay.cli import start

if __name__ == "__main__":
    start()
