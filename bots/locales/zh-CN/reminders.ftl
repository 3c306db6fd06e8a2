# 提醒：提醒什么，什么时候不打扰。

## 识别的词语
words-reminders = 提醒设置|提醒|通知设置|reminders
words-quiet = 免打扰|免打扰时段|勿扰|quiet

## 按钮
choice-reminders = 提醒设置
choice-reminders-study = { $to ->
        [on] 开启学习任务提醒
       *[off] 关闭学习任务提醒
    }
choice-reminders-shifts = { $to ->
        [on] 开启志愿服务提醒
       *[off] 关闭志愿服务提醒
    }
choice-quiet = 免打扰 { $hours }
choice-quiet-none = 不设免打扰

## 回复
reminders-shown =
    学习任务截止前提醒（仅未打卡时）：{ $study ->
        [on] 开
       *[off] 关
    }
    志愿服务开始前提醒：{ $shifts ->
        [on] 开
       *[off] 关
    }
    { $quiet ->
        [some] 免打扰时段：{ $starts } 至 { $ends }
       *[none] 未设免打扰时段
    }
    需要其他时段，请发送例如“免打扰 22:00-07:00”。
reminders-received = 已收到，正在保存……
reminders-again = 这个选项已失效，请重新打开提醒设置。
reminders-hours-how = 免打扰时段请这样写：“免打扰 22:00-07:00”。
