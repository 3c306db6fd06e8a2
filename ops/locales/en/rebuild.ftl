help-rebuild = Make a service's copies of units, members and chats anew from the directory; the service goes on working.
help-rebuild-service = The service, such as checkins
rebuilt = { $service }: { $kind } made anew ({ $kept } taken over, { $removed } removed).
rebuild-nothing = { $service } keeps no copies of the directory.
