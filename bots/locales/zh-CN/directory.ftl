# 请假、审批、已绑定的会话。

## 识别的词语
words-leave = 请假|我要请假|休假|leave
words-my-leaves = 我的请假|请假记录|我的假期
words-pending = 待办|待审批|审批|我的审批|pending
words-chats = 我的设备|我的聊天|我的会话|设备|聊天|已绑定设备|chats
words-day-after-tomorrow = 后天
words-weekday-1 = 周一|星期一|礼拜一
words-weekday-2 = 周二|星期二|礼拜二
words-weekday-3 = 周三|星期三|礼拜三
words-weekday-4 = 周四|星期四|礼拜四
words-weekday-5 = 周五|星期五|礼拜五
words-weekday-6 = 周六|星期六|礼拜六
words-weekday-7 = 周日|周天|星期日|星期天|礼拜日|礼拜天
words-next-week = 下|下个
words-two = 两
words-days = 天
words-day-of-month = 号|日
words-weeks = 周|星期|个星期

## 按钮
choice-leave = 请假
choice-my-leaves = 我的请假
choice-pending = 待办审批
choice-chats = 我的设备
choice-leave-yes = 确认请假
choice-leave-cancel = 不请假
choice-leave-reason = { leave-reason }
choice-leave-from = { $when ->
        [today] 今天
        [tomorrow] 明天
       *[monday] 下周一
    }（{ $day }）
choice-leave-to = { $count ->
        [7] 一周
       *[other] { $count } 天
    }（到 { $day }）
choice-leave-off = 取消请假：{ $first }
choice-leave-off-yes = 确认取消请假
choice-decide = { $kind ->
        [lv-yes] 同意 { $number }
        [lv-no] 不同意 { $number }
        [tr-yes] 接收 { $number }
       *[tr-no] 不接收 { $number }
    }
choice-chat-off = 解绑第 { $number } 个
choice-chat-off-yes = 确认解绑

## 请假
leave-reason = { $reason ->
        [sick] 病假
        [maternity] 产假
        [study] 学习进修
        [business-trip] 出差
        [personal] 事假
       *[other] 其他
    }
leave-why = 请哪一种假？
leave-from = 从哪一天开始？点按钮，或发送日期，例如：3月5日、3-5、后天、下周三
leave-to = 从 { $first } 开始，到哪一天？点按钮，或发送日期或天数，例如：3月7日、5天
leave-day-again = 没有看懂日期。请这样写：3月5日、3-5、明天、下周一。
leave-ends-before = 结束日期不能早于 { $first }，请重新发送。
leave-look = 请核对：{ leave-reason }，{ $first } 至 { $last }，共 { $days } 天。确认请假吗？
leave-received = 已收到请假申请，正在登记……
leave-left = 好的，没有请假。
leave-over = 这份请假已经提交或放弃。如需请假，请点“请假”。
leaves-none = 您没有请假记录。
leaves-mine = 您的请假：
leave-line = • { $first } 至 { $last }，{ leave-reason }（{ $state ->
        [requested] 待审批
        [approved] 已同意
        [refused] 未同意
       *[cancelled] 已取消
    }）
leave-off-ask = 要取消这次请假吗？已经开始的请假到昨天为止，今天起照常打卡。
leave-off-received = 已收到，正在取消请假……

## 审批
pending-none = 没有等待您审批的事项。
pending-list = 等待您审批的事项有 { $count } 项：
pending-leave = { $number }. { $name } 请假：{ leave-reason }，{ $first } 至 { $last }，共 { $days } 天
pending-transfer = { $number }. { $name } 申请从{ $from }转入{ $to }：{ $reason }
pending-more = ……另有 { $count } 项，处理后会继续列出
pending-again = 这个选项已失效，请重新打开待办审批。
transfer-why-not = 请说明不接收的理由。放弃请发送“取消”。
decision-left = 好的，没有作出决定。
decision-too-long = 理由最多 { $most } 字，请缩短后再发送。
decision-received = 已收到，正在登记您的决定……

## 已绑定的会话
chats-list = 您绑定了 { $count } 个会话：
chat-line = { $number }. { $channel ->
        [telegram] Telegram
       *[web] 网页
    }{ $here ->
        [yes] （当前会话）
       *[no] { "" }
    }{ $known ->
        [yes] ，{ $at } 绑定
       *[no] { "" }
    }
chats-more = ……另有 { $count } 个
chat-off-ask = 解绑后那个会话将不能打卡，也收不到通知。确认解绑吗？
chat-off-done = 已解绑。如果不是您本人绑定的，请告知支部书记。
chat-off-gone = 那个会话已经不在您名下。
