installing = Installing Debian packages: { $packages } (once only, about a minute)
install-needs-debian = This machine lacks { $packages } and has no apt-get: install it yourself and try again.
install-needs-root = This machine lacks { $packages }: run this command once as root, or run "sudo apt-get install { $packages }" first.
install-failed = Installing { $packages } failed ({ $tail }); see { $log }.
port-in-use = Port { $port } ({ $purpose }) is used by another program: stop that program, or choose another port with { $setting }=NUMBER.
port-forbidden = This user may not use port { $port } ({ $purpose }): choose one above 1023 with { $setting }=NUMBER.
no-permission = Cannot write to { $path } ({ $reason }): check who owns it and its permissions.
broker-did-not-start = The message broker RabbitMQ did not come up; see { $log }: { $tail }
database-did-not-start = The database did not come up; see { $log }: { $tail }
no-database-program = There is no mongod on this machine and no SecantusDB in the virtual environment: run "make up" to install it, or name an existing MongoDB in MONGO_URL.
command-not-found = There is no such command to run: { $command }
