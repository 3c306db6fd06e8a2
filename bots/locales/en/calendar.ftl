# Calendar addresses.
words-calendar = calendar|my calendar|calendar address|calendar feed|ics

choice-calendar = Calendar
choice-calendar-new = A new address
choice-calendar-revoke = Take the address back

calendar-made =
    This is your personal calendar address. Subscribe to it in the calendar of your phone or computer to see your study tasks:
    { $where ->
        [known] { $url }
       *[unknown] the address of the chat page, followed by { $url }
    }
    Whoever knows it sees your tasks: do not pass it on. It is shown this once; an earlier one has stopped working.
calendar-there = You have a calendar address; it stands only in the message that told it. If you cannot find that, get a new one: the old one then stops working.
calendar-revoked = The calendar address has stopped working; calendar programs are not told anything any more.
calendar-none = You have no calendar address in use.
