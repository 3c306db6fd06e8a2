# 控制台

title = 知行控制台
tagline = 参与、事件与班次，一页看清
skip = 跳到正文
switch-language = English
switch-language-label = 切换到英文（Switch to English）
logout = 退出
no-script = 没有启用 JavaScript：页面内容不会自动更新，请手动刷新。
as-of = { $time } 更新

## 登录
login-title = 登录
login-how = 请在知行聊天中发送“控制台”获取 8 位登录码，10 分钟内有效，只能使用一次。
login-code = 登录码
login-enter = 进入
login-not-a-code = 登录码是 8 位数字，请核对后重新输入。
login-unknown-code = 登录码不正确或已使用过，请核对，或重新获取一个。
login-expired-code = 登录码已过期，请重新获取一个。
login-too-many-attempts = 尝试次数过多，请 10 分钟后再试。
login-not-allowed = 您目前的角色不能查看统计，因此不能进入控制台；如有需要请联系区管理员。

## 今日参与
panel-participation = 今日参与
away-participation = 学习打卡服务暂时没有回答，稍后会自动再试。
participation-none = 今天没有学习任务。
participation-unit-none = 今天没有任务
participation-count = 应打卡 { $expected } 人次，已打卡 { $done } 人次
participation-own = { $unit }（本级）
participation-all = 全部完成
participation-missing = { $count } 人未完成
participation-more = ……另有 { $count } 人

## 未办结事件
panel-incidents = 未办结事件
away-incidents = 事件服务暂时没有回答，稍后会自动再试；紧急情况请直接打电话。
incidents-none = 没有需要您关注的未办结事件。
incident-reported = { $time } 报告
incident-due = { $time } 前签收
incident-category = { $category ->
        [food_safety] 食品安全
        [traffic] 校门交通
        [bullying] 学生欺凌
        [teacher_conduct] 师德师风
        [fees] 收费
        [admissions] 招生
        [facilities] 校舍设施
        [natural_hazard] 自然灾害
        [health_epidemic] 卫生防疫
        [mental_health] 心理健康
        [security] 校园安全
        [rumour] 网络传言
        [exam_discipline] 考风考纪
        [staff_pay] 教职工待遇
        [teaching_load] 课业负担
        [out_of_school_training] 校外培训
       *[other] 其他
    }
incident-severity = { $severity ->
        [4] 特别重大
        [3] 重大
        [2] 较大
       *[1] 一般
    }
incident-state = { $state ->
        [reported] 待签收
        [acknowledged] 处置中
        [resolved] 已处置
       *[closed] 已办结
    }

## 近期志愿班次
panel-shifts = 近期志愿班次
away-shifts = 志愿活动服务暂时没有回答，稍后会自动再试。
shifts-none = 近期没有由您组织或管理的志愿班次。
shift-places = 已报名 { $taken } / { $capacity } 人

## 页面脚本
script-reconnecting = 连接中断，正在重新连接……
script-offline = 网络已断开，恢复后自动更新。
script-left = 剩 { $time }
script-over = 已超时 { $time }

## 故障
fault-no-answer = 系统正忙，暂时查不到，请稍后再试。
fault-logged-out = 登录已失效，请重新登录。
fault-foreign = 此请求来自其他网站，已拒绝。
fault-no-such-page = 没有这个页面。
fault-not-allowed = 您的角色不能为这个单位安排学习。
fault-unexpected = 出了差错，已经记录，请稍后再试。
fault-back = 回到首页
