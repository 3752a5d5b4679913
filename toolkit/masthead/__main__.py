"""``python -m masthead``: the command line."""

from masthead.cli.app import main

if __name__ == "__main__":
    main()
