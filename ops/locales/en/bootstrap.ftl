bootstrap-python-too-old = Python 3.11 or newer is needed: install it, or name it with "make PYTHON=/path/to/python3.11 ...".
bootstrap-venv-needs-root = This Python cannot make virtual environments: run "sudo apt-get install python3-venv" first.
bootstrap-venv-failed = The virtual environment could not be made; the reason is above.
bootstrap-installing-dependencies = Installing dependencies (only at first, or when they change) ...
bootstrap-install-failed = Installing the dependencies failed; the reason is above. Check the network and try again.
