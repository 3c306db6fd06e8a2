help-notes = 成员本人的随身记：未分享时只有本人能看到。
help-notes-list = 列出随身记，最近修改的在前。
help-notes-find = 只列出含有这些词语的
help-notes-shared = 列出同支部其他人分享的
help-notes-add = 记一条。
help-notes-edit = 修改一条；先前的内容另行保留。
help-notes-share = 分享给本支部。
help-notes-unshare = 收回分享。
help-notes-remove = 删除一条及其先前的内容。
help-notes-versions = 查看一条随身记先前的内容（JSON）。
help-notes-export = 导出全部随身记：JSON、纯文本或网页。
help-notes-json = 写成 JSON 文件
help-notes-text = 写成纯文本文件
help-notes-html = 写成网页文件
help-note-id = 随身记的编号；见“zhixing notes list”
help-note-words = 内容，不超过 5000 字
help-note-tag = 标签，可重复给出
help-note-version = 您所看到的版本；期间被改过时不会覆盖
notes-title = 随身记
notes-none = 没有随身记。
notes-column-note = 编号
notes-column-changed = 修改日期
notes-column-version = 版本
notes-column-shared = 可见范围
notes-column-tags = 标签
notes-column-text = 内容
notes-is-shared = 已分享给支部
notes-is-private = 仅本人可见
notes-kept = 已记下：{ $note }，第 { $version } 版。
notes-shared = 已分享给本支部：{ $note }。
notes-unshared = 已收回分享：{ $note }。
notes-removed = 已删除：{ $note }。
notes-remove-question = 将删除随身记 { $note } 及其先前的内容，无法恢复。确定吗？
notes-bad-length = 内容应为 1 至 5000 字。
notes-bad-tags = 标签最多 10 个，每个 1 至 24 字。
note-refused = { $reason ->
    [conflict] 这条随身记已被改过，现为第 { $version } 版；请查看后再改。
    [empty] 内容不能为空。
    [too-many] 随身记已达上限 2000 条；请先删除不需要的。
    [id-is-taken] 这个编号已被使用。
    [not-a-member] 该成员已不在本区。
   *[unknown-note] 没有这条随身记。
}
