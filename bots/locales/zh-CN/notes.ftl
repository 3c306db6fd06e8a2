# 随身记。

## 识别的词语
words-note = 记一条|记笔记|写随身记|note
words-notes = 随身记|我的随身记|笔记|我的笔记|notes
words-export-notes = 导出随身记|导出笔记|导出我的随身记|导出我的笔记|exportnotes
words-find-notes = 找随身记|搜随身记|找笔记|搜笔记|findnote

## 按钮
choice-notes = 随身记
choice-note-new = 记一条
choice-note-find = 搜索
choice-notes-shared = 支部分享
choice-note-keep = 也记入随身记
choice-notes-export = 导出
choice-note-show = 看第 { $number } 条
choice-note-share = 分享给支部
choice-note-unshare = 收回分享
choice-note-edit = 修改
choice-note-remove = 删除
choice-note-remove-yes = 确认删除

## 回复
notes-list = { $kind ->
        [found] 找到这些随身记：
        [shared] 支部同志分享的随身记：
       *[mine] 您最近的随身记（未分享的只有您能看到）：
    }
notes-none = { $kind ->
        [found] 没有找到。换个词试试；标签以 # 开头。
        [shared] 支部里还没有人分享随身记。
       *[mine] 您还没有随身记。发送“记一条”加内容即可，例如：记一条 今天学习了党章第三条 #党章
    }
note-line = { $number }. { $day } { $beginning }{ $shared ->
        [shared] （已分享）
        [others] （{ $author }）
       *[private] {""}
    }
notes-more = 只列出最近 { $most } 条；发送“找笔记 词语”可查找更早的。
note-shown = { $day } · { $kind ->
        [shared] 已分享给支部
        [others] { $author } 分享给支部
        [unnamed] 支部分享
       *[private] 仅您可见
    }
    { $text }
note-what = 请发送要记的内容；可带 #标签。不记请发送“取消”。
note-find-what = 请发送要查找的词语或 #标签。
note-edit-what = 请发送修改后的全文；原来的内容会另行保留。不改请发送“取消”。
note-received = 收到，已记入您的随身记。只有您能看到，除非您分享。
note-edit-received = 收到，正在修改。
note-share-received = 收到，将以您的姓名分享给本支部；随时可以收回。
note-unshare-received = 收到，将收回分享。
note-remove-ask = 删除后无法恢复。确定删除这条随身记吗？
note-remove-received = 收到，将删除这条随身记。
note-too-long = 内容应为 1 至 { NUMBER($most, useGrouping: 0) } 字，请分几条记。
note-left = 好的，没有改动。
note-again = 没有找到这条随身记，请重新打开列表。
notes-file = 这是您自己的全部随身记，文件里的内容请妥善保管。

## 文件
notes-file-title = { $name }的随身记：共 { $count } 条，{ $at } 导出
notes-file-note = { $made }{ $edited ->
        [no] {""}
       *[other] （{ $changed } 修改）
    } · { $shared ->
        [yes] 已分享给支部
       *[no] 未分享
    }
