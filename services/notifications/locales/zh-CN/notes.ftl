note-refused = { $reason ->
        [conflict] 这条随身记已在别处改过，没有覆盖。请重新打开后再改。
        [empty] 没有记下：内容是空的。
        [too-many] 没有记下：您的随身记已达上限，请先删除一些。
        [not-a-member] 没有记下：您已不在本区的名单里。
        [id-is-taken] 没有记下，请再发一次。
       *[unknown-note] 没有找到这条随身记，可能已被删除。
    }
