help-app = Zhixing: run, check and look after the whole system on one machine.
help-with-parts = Start a private broker and database on free ports, run a command, and stop everything.
help-need = Install Debian packages that are missing (as root).
failed = Error:
