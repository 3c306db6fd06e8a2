# Conversations: the replies members see. Labels of buttons begin with choice-, words that are understood with words- (parted by |).

## Words that are understood
words-help = help|?|h|menu|how
words-language = language|lang
words-chinese = chinese|zh
words-english = english|en
words-link = link|code|start|bind
words-tasks = tasks|task|list|my tasks
words-checkin = checkin|check in|check-in|done
words-standing = mine|me|my standing|standing|stats|my record
words-unlink = unlink|unbind
words-yes = yes|y|ok|sure
words-no = no|n|cancel
words-console = console|login code|dashboard

## Buttons
choice-tasks = Study tasks
choice-standing = My record
choice-help = Help
choice-language = 语言 / Language
choice-chinese = 中文
choice-english = English
choice-unlink = Unlink this chat
choice-unlink-yes = Yes, unlink
choice-unlink-no = No, keep it
choice-console-again = Another login code
choice-check-in = Check in: { $title }

## Linking
welcome = Welcome to Zhixing. Scan the QR code that your branch secretary gave you, or send the code of 8 characters, for example 7K3M-9QXD (capitals or not); then you can check in here.
link-how = Just send the 8 characters of your code, for example 7K3M-9QXD. No code? Ask your branch secretary or school administrator.
link-not-a-code = A code has 8 letters and digits, for example 7K3M-9QXD. Please check it and send it again.
link-done = Linked: { $name }, { $unit }. Tap "Study tasks" to check in.
link-already = This chat is already linked: { $name }, { $unit }. To change that, unlink it first.
link-unknown-code = That code is not right. Check it and send it again, or ask your branch secretary for a new one.
link-expired-code = That code has expired. Ask your branch secretary for a new one.
link-too-many-attempts = Too many attempts. Try again later, or ask your branch secretary for a new code.
link-lost = This chat is no longer linked to a member. Send a new code to link it again.

## Help
help-stranger = Zhixing is for study check-ins and notices. Scan or send your code of 8 characters first; your branch secretary or school administrator hands them out.
help-member =
    { $name }, you can:
    • tap "Study tasks", then a task, to check in
    • send "check in": with one task open it is done at once; add a note if you like, as in "check in today I read ..."
    • tap "My record" for your streak and this month's minutes
    • send "note" and your words to keep a note that only you see; "find note" and a word finds it, "export notes" gives you all of them as a file
    • tap "Report an incident" when something has happened, and "My incidents" to follow and handle them
    • tap "Volunteer" to sign up for shifts; when you are there, send "attend" and the code shown on the spot
unknown = Sorry, I did not understand that. Tap a button below, or send "check in".

## Language
language-ask = Choose a language.
language-kept = Switched to English.

## Tasks
tasks-none = There are no study tasks at the moment.
tasks-open = { $count ->
    [one] One task is open. Tap its button to check in:
   *[other] { $count } tasks are open. Tap a button to check in:
}
tasks-nothing-open = No task is open for check-in right now.
tasks-more = ... and { $count } more
task-open = • { $title } (until { $closes }, { $minutes } min)
task-upcoming = • { $title } (from { $opens })
task-done = ✓ { $title } (done)

## Check-in
checkin-none = No task is open for check-in right now.
checkin-which = { $count } tasks are open. Tap the one to check in:
checkin-received = Received your check-in for "{ $title }". Recording it ...
checkin-received-untitled = Received your check-in. Recording it ...
checkin-late = Received; recording takes a little longer. You will be told here when it is done, there is no need to check in again.
checkin-list-again = The list of tasks has changed. Please open it again.
checkin-note-too-long = That note is too long: at most { $most } characters. Please shorten it.

## My record
standing =
    { $name } · { $unit }
    Streak: { $streak } { $streak ->
        [one] day
       *[other] days
    }
    Check-ins this month: { $checkins }
    Minutes this month: { $minutes }

## Unlinking
unlink-ask = { $name }, once unlinked this chat can no longer check in or receive notices. Unlink it?
unlink-done = Unlinked. To use it again, send a new code.
unlink-kept = Nothing was unlinked.

## The console
console-code = Login code for the console: { $code } (until { $expires }; it works once). Do not pass it on.{ $where ->
        [known] { "" }
            Log in at { $url }
       *[unknown] { "" }
    }
console-not-allowed = The console is for secretaries, school administrators, duty officers and others who may see figures; your roles do not include that.

## Faults
fault-no-answer = The system is busy and cannot look that up just now. Try again shortly; task buttons still check in.
fault-not-accepted = It cannot be submitted just now; it will be retried when the system is back.
fault-too-long = That message is too long: at most { $most } characters. Please shorten it.
