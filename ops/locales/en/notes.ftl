help-notes = A member's own notes: nobody else sees those that are not shared.
help-notes-list = The notes, the last changed first.
help-notes-find = those with these words only
help-notes-shared = those that others share with the member's branch
help-notes-add = Keep a note.
help-notes-edit = Edit a note; what it said before is kept aside.
help-notes-share = Share a note with the member's branch.
help-notes-unshare = Take a shared note back.
help-notes-remove = Remove a note with what it said before.
help-notes-versions = What a note said before, as JSON.
help-notes-export = All notes: JSON, plain text or a page.
help-notes-json = write a JSON file
help-notes-text = write a plain text file
help-notes-html = write a page
help-note-id = The note's id; see "zhixing notes list"
help-note-words = The words, 5,000 characters at most
help-note-tag = A tag; may be given several times
help-note-version = The version that you saw; nothing is overwritten if it was edited meanwhile
notes-title = Notes
notes-none = There are no notes.
notes-column-note = Note
notes-column-changed = Changed
notes-column-version = Version
notes-column-shared = Seen by
notes-column-tags = Tags
notes-column-text = Text
notes-is-shared = shared with the branch
notes-is-private = private
notes-kept = Kept: { $note }, version { $version }.
notes-shared = Shared with the branch: { $note }.
notes-unshared = No longer shared: { $note }.
notes-removed = Removed: { $note }.
notes-remove-question = Note { $note } and what it said before will be removed for good. Are you sure?
notes-bad-length = A note has 1 to 5,000 characters.
notes-bad-tags = At most 10 tags of 1 to 24 characters.
note-refused = { $reason ->
    [conflict] The note was edited meanwhile and is now version { $version }; look at it first.
    [empty] A note needs words.
    [too-many] There are 2,000 notes already, the most that are kept; remove some first.
    [id-is-taken] This id is in use.
    [not-a-member] The member has left the district.
   *[unknown-note] There is no such note.
}
