"""`python -m fangpin` does what the console command does."""

from fangpin.cli import main

if __name__ == "__main__":
    main()
