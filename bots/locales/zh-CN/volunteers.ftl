# 志愿服务：班次、名额、到场、发布。

## 识别的词语
words-volunteer = 志愿|志愿服务|志愿活动|班次|volunteer
words-my-shifts = 我的志愿|我的班次|志愿时长
words-attend = 到场|到岗|我到了
words-organised = 我组织的|到场码|显示到场码
words-publish = 发布|发布志愿|发布活动|发布志愿活动|publish
words-today = 今天|今日
words-tomorrow = 明天|明日

## 按钮
choice-volunteer = 志愿服务
choice-publish = 发布志愿活动
choice-my-shifts = 我的班次和时长
choice-here = 我到场了
choice-organised = 我组织的班次
choice-sign-up = 报名：{ $title } { $starts }
choice-give-back = 退出：{ $title } { $starts }
choice-show-code = 到场码：{ $title } { $starts }
choice-code-again = 显示最新到场码
choice-activity-cancel = 取消活动：{ $title }
choice-activity-cancel-yes = 确认取消活动
choice-publish-yes = 确认发布
choice-publish-cancel = 不发布

## 班次
shifts-none = 目前没有可以报名的志愿班次。
shifts-list = { $count ->
        [0] 志愿班次（目前没有您可以报的名额）：
       *[other] 志愿班次，其中 { $count } 个可以报名，点按钮报名：
    }
shift-line = • { $title }，{ $starts } 至 { $ends }，{ $place }：{ $state ->
        [free] 还有 { $free } 个名额
        [full] 已满
        [collides] 与您的班次时间冲突
        [signed-up] 您已报名
        [attended] 您已到场
       *[started] 已开始
    }
shifts-more = ……另有 { $count } 个
shift-list-again = 班次列表已更新，请重新打开列表。
my-shifts = { $count ->
        [0] 您目前没有报名任何班次。
       *[other] 您已报名 { $count } 个班次。
    }志愿服务累计 { $total } 分钟。
shift-held = • { $title }，{ $starts } 至 { $ends }，{ $place }{ $state ->
        [attended] （已到场）
       *[signed-up] { "" }
    }
shift-credited = ✓ { $title }，{ $starts }：{ $minutes } 分钟（{ $kind ->
        [scanned] 现场扫码
       *[other] { $kind }
    }）
sign-up-received = 已收到，正在为您报名……
give-back-received = 已收到，正在退出……

## 到场
attend-ask = 请发送现场显示的 6 位数字码。
attend-not-a-code = 数字码是 6 位数字，例如：到场 482913。请看现场显示的数字码。
attend-received = 已收到，正在登记到场……

## 组织者
organised-not-allowed = 只有书记和管理员可以组织志愿活动。
organised-none = 目前没有您组织的班次。
organised-list = 即将进行的班次有 { $count } 个。请在现场出示到场码：
shift-organised = • { $title }，{ $starts } 至 { $ends }，{ $place }：已报 { $taken } / { $capacity }
code-shown = { $title }：{ $code }
    { $seconds } 秒后换成 { $next }。每 30 秒更换一次，请勿转发。
code-unknown-shift = 没有找到这个班次。
code-not-allowed = 只有活动的组织者可以出示到场码。
code-closed = 这个班次已结束或取消，不再需要到场码。
activity-cancel-ask = 要取消这项活动尚未结束的全部班次吗？已报名的成员都会收到通知。
activity-cancel-received = 已收到，正在取消活动……

## 发布
publish-not-allowed = 只有书记和管理员可以发布志愿活动。如有需要，请联系支部书记。
publish-title = 活动叫什么名称？
publish-place = 在什么地点？
publish-when = 什么时间？请写日期和起止时间，例如：11-28 14:00-17:00，或：明天 9:00-11:30
publish-when-again = 没有看懂时间。请写日期和起止时间，例如：11-28 14:00-17:00（最长 16 小时）。
publish-in-the-past = 这个时间已经过去，请写将来的时间。
publish-capacity = 需要多少人？
publish-capacity-again = 请发送 1 到 { $most } 之间的数字。
publish-look = 请核对：
    { $title }
    { $starts } 至 { $ends }
    { $place }
    { $capacity } 个名额
    本单位及下级单位的成员可以报名。确认发布吗？
publish-received = 已收到，正在发布……
publish-left = 没有发布任何活动。
publish-over = 这项活动已经提交或放弃。如需再发布，请点“发布志愿活动”。
publish-too-long = 请用一行文字，最多 { $most } 字。
