"""The commands of `commonfield`, one module each; `api/cli.py` imports a module when its command is called."""
