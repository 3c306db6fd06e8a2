# 日历订阅。
words-calendar = 日历|我的日历|日历订阅|订阅日历|日程|calendar

choice-calendar = 日历订阅
choice-calendar-new = 换一个新地址
choice-calendar-revoke = 停用地址

calendar-made =
    这是您个人的日历地址，在手机或电脑日历的“订阅日历”中填入，即可看到您的学习任务：
    { $where ->
        [known] { $url }
       *[unknown] 聊天网页的网址后接 { $url }
    }
    知道地址的人都能看到您的任务，请勿转发。地址只显示这一次；此前的地址已停用。
calendar-there = 您已有一个日历地址，只在当时的消息里。如找不到那条消息，可换一个新的，原来的随即停用。
calendar-revoked = 日历地址已停用，日历程序不会再更新。
calendar-none = 您没有正在使用的日历地址。
