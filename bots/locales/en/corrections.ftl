# Check-ins that are questioned or taken back.
words-correct = look into a check-in|correct|corrections|check a check-in|take back|question a check-in

choice-correct = Look into a check-in
choice-correct-session = Look into: { $title }
choice-correct-member = { $number }
choice-correct-question = Ask the member
choice-correct-take-back = Take it back
choice-correct-cancel = Leave it

correct-none = There is no session of the last days to look into.
correct-which = Check-ins of which session?
correct-nobody = Nobody has checked in to “{ $title }” yet.
correct-list = { $count } checked in to “{ $title }”; tap the number of the one to look into:
correct-line = { $number }. { $name }
correct-what = The check-in of { $name } to “{ $title }”: ask about it, or take it back? Taken back it does not count any more; every version of it stays on record.
correct-why-question = What would you like to ask? The member reads it; until it is settled the check-in to “{ $title }” counts. Send “no” to leave it.
correct-why-take-back = Why is this check-in to “{ $title }” taken back? The member is told the reason. Send “no” to leave it.
correct-why-too-long = Please write 1 to { $most } characters.
correct-received = Received; the check-in to “{ $title }” is being looked at, and the outcome is told here.
correct-left = All right, the check-in stays as it is.
correct-again = That choice is out of date. Please open it again.
