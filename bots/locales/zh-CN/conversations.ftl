# 会话：成员看到的回复。按钮文字以 choice- 开头，识别的词语以 words- 开头（用 | 分隔）。

## 识别的词语
words-help = 帮助|help|怎么用|使用说明|说明|h|菜单|menu
words-language = 语言|切换语言|language|lang
words-chinese = 中文|汉语|chinese
words-english = 英文|英语|english
words-link = 绑定|绑定码|验证码|start
words-tasks = 任务|任务列表|我的任务|列表|学习任务
words-checkin = 打卡|签到|我要打卡|checkin
words-standing = 我的|我的记录|打卡记录|记录|统计|成绩
words-unlink = 解绑|解除绑定|取消绑定
words-yes = 是|确认|确定|好|对|确认解绑
words-no = 否|不|取消|不要|算了
words-console = 控制台|登录码|后台|统计页|console

## 按钮
choice-tasks = 学习任务
choice-standing = 我的记录
choice-help = 帮助
choice-language = 语言 / Language
choice-chinese = 中文
choice-english = English
choice-unlink = 解除绑定
choice-unlink-yes = 确认解绑
choice-unlink-no = 不解绑
choice-console-again = 再要一个登录码
choice-check-in = 打卡：{ $title }

## 绑定
welcome = 欢迎使用知行。请扫描支部书记给您的二维码，或发送 8 位绑定码，例如 7K3M-9QXD（不分大小写），绑定后即可打卡。
link-how = 请直接发送 8 位绑定码，例如 7K3M-9QXD。没有绑定码？请向支部书记或学校管理员索取。
link-not-a-code = 绑定码为 8 位字母和数字，例如 7K3M-9QXD，请核对后重新发送。
link-done = 绑定成功：{ $name }，{ $unit }。点“学习任务”即可打卡。
link-already = 此会话已绑定：{ $name }，{ $unit }。如需更换，请先解除绑定。
link-unknown-code = 绑定码不正确。请核对后重新发送，或向支部书记索取新的绑定码。
link-expired-code = 绑定码已过期，请向支部书记索取新的绑定码。
link-too-many-attempts = 尝试次数过多，请稍后再试，或向支部书记索取新的绑定码。
link-lost = 此会话已不再绑定任何成员。请发送新的绑定码重新绑定。

## 帮助
help-stranger = 知行用于学习打卡和通知。请先扫码或发送 8 位绑定码完成绑定；绑定码由支部书记或学校管理员发放。
help-member =
    { $name }，您可以：
    • 点“学习任务”，再点任务即可打卡
    • 发送“打卡”；只有一项任务开放时立即打卡，后面可以写心得，例如“打卡 今天学习了……”
    • 点“我的记录”查看连续天数和本月学时
    • 发送“记一条”加内容写随身记，只有您自己能看到；“找笔记 词语”可以查找，“导出笔记”存成文件
    • 点“报告事件”上报校园突发事件，点“我的事件”查看和处理
    • 点“志愿服务”报名班次；到场后发送“到场”加现场的 6 位数字码
unknown = 没有看懂这句话。请点下面的按钮，或发送“打卡”。

## 语言
language-ask = 请选择语言。
language-kept = 已切换为中文。

## 任务
tasks-none = 近期没有学习任务。
tasks-open = 现在可以打卡的任务有 { $count } 项，点按钮打卡：
tasks-nothing-open = 现在没有可以打卡的任务。
tasks-more = ……另有 { $count } 项
task-open = • { $title }（{ $closes } 截止，{ $minutes } 分钟）
task-upcoming = • { $title }（{ $opens } 开始）
task-done = ✓ { $title }（已打卡）

## 打卡
checkin-none = 现在没有可以打卡的任务。
checkin-which = 有 { $count } 项任务开放，请点要打卡的一项：
checkin-received = 已收到“{ $title }”的打卡，正在登记……
checkin-received-untitled = 已收到打卡，正在登记……
checkin-late = 已收到，登记需要稍多一点时间，完成后会在这里告诉您，无需重复打卡。
checkin-list-again = 任务列表已更新，请重新打开列表再打卡。
checkin-note-too-long = 心得太长了，最多 { $most } 字，请缩短后再发送。

## 我的记录
standing =
    { $name } · { $unit }
    连续打卡：{ $streak } 天
    本月打卡：{ $checkins } 次
    本月学时：{ $minutes } 分钟

## 解绑
unlink-ask = { $name }，解绑后此会话将不能打卡，也收不到通知。确认解绑吗？
unlink-done = 已解除绑定。重新使用时请发送新的绑定码。
unlink-kept = 没有解绑，一切照旧。

## 控制台
console-code = 控制台登录码：{ $code }（{ $expires } 前有效，只能用一次）。请勿转发给他人。{ $where ->
        [known] { "" }
            登录页面：{ $url }
       *[unknown] { "" }
    }
console-not-allowed = 控制台供书记、学校管理员、值班人员等查看统计的角色使用，您目前没有这样的角色。

## 故障
fault-no-answer = 系统正忙，暂时查不到。请稍后再试；打卡仍可点任务按钮完成。
fault-not-accepted = 暂时无法提交，系统恢复后会自动重试。
fault-too-long = 消息太长了，最多 { $most } 字，请缩短后再发送。
