note-refused = { $reason ->
        [conflict] This note was edited elsewhere meanwhile and was not overwritten. Open it again to edit it.
        [empty] Nothing was kept: there were no words.
        [too-many] Nothing was kept: you have as many notes as can be kept. Remove some first.
        [not-a-member] Nothing was kept: you are no longer on the district's list.
        [id-is-taken] Nothing was kept; please send it again.
       *[unknown-note] This note was not found; it may have been removed.
    }
