# Own notes.

## Words that are understood
words-note = note|take a note|new note
words-notes = notes|my notes
words-export-notes = export notes|export my notes|download notes
words-find-notes = find note|find notes|search notes

## Buttons
choice-notes = Notes
choice-note-new = New note
choice-note-find = Search
choice-notes-shared = Shared in the branch
choice-note-keep = Keep as a note, too
choice-notes-export = Export
choice-note-show = Show { $number }
choice-note-share = Share with the branch
choice-note-unshare = Take back
choice-note-edit = Edit
choice-note-remove = Remove
choice-note-remove-yes = Yes, remove it

## Replies
notes-list = { $kind ->
        [found] These notes were found:
        [shared] What others of your branch share:
       *[mine] Your latest notes; nobody else sees those that you do not share:
    }
notes-none = { $kind ->
        [found] Nothing was found. Try another word; a tag begins with #.
        [shared] Nobody in your branch shares a note yet.
       *[mine] You have no notes yet. Send "note" and your words, such as: note Article 3 of the constitution #constitution
    }
note-line = { $number }. { $day } { $beginning }{ $shared ->
        [shared] {" "}(shared)
        [others] {" "}({ $author })
       *[private] {""}
    }
notes-more = Only the latest { $most } are listed; send "find note" and a word for earlier ones.
note-shown = { $day } · { $kind ->
        [shared] shared with your branch
        [others] shared with your branch by { $author }
        [unnamed] shared in your branch
       *[private] only you see it
    }
    { $text }
note-what = Send what you want to note; it may have #tags. Send "cancel" to leave it.
note-find-what = Send the word or #tag to look for.
note-edit-what = Send the whole text as it is to be; what it said before is kept aside. Send "cancel" to leave it.
note-received = Received: it is kept among your notes. Nobody else sees it unless you share it.
note-edit-received = Received; the note is being edited.
note-share-received = Received; your branch will be able to read it, with your name. You can take it back at any time.
note-unshare-received = Received; it will no longer be shared.
note-remove-ask = It cannot be brought back. Remove this note?
note-remove-received = Received; the note will be removed.
note-too-long = A note has 1 to { NUMBER($most, useGrouping: 0) } characters; send it in parts.
note-left = Nothing was changed.
note-again = This note was not found; open the list again.
notes-file = These are all your own notes; take good care of the file.

## The file
notes-file-title = Notes of { $name }: { $count } in all, exported { $at }
notes-file-note = { $made }{ $edited ->
        [no] {""}
       *[other] {" "}(changed { $changed })
    } · { $shared ->
        [yes] shared with the branch
       *[no] not shared
    }
