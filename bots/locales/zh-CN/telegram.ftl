# Telegram：只有这个渠道才说的话。

telegram-text-only = 这里只能识别文字和照片，请输入文字或点按钮。
telegram-private-only = 您好！我只在私聊中服务，请直接与我私聊。
telegram-fault = 这条消息处理出错，没有被接收。请重试，或联系管理员。

## 菜单（每项不超过 256 字）
telegram-command-start = 开始，或用绑定码绑定
telegram-command-tasks = 学习任务
telegram-command-checkin = 打卡
telegram-command-mine = 我的记录
telegram-command-report = 报告事件
telegram-command-incidents = 我的事件
telegram-command-volunteer = 志愿服务
telegram-command-leave = 请假
telegram-command-notes = 随身记
telegram-command-calendar = 日历订阅
telegram-command-reminders = 提醒设置
telegram-command-help = 帮助
telegram-command-language = 语言 / Language

## 给运维人员
telegram-no-token = 未设置 ZHIXING_TELEGRAM_TOKEN，Telegram 机器人无法启动。请向 @BotFather 申请令牌，或使用无需令牌的网页会话。
telegram-bad-token = ZHIXING_TELEGRAM_TOKEN 不是有效的机器人令牌，格式如 123456:ABC-def。
telegram-token-refused = Telegram 不接受 ZHIXING_TELEGRAM_TOKEN：令牌已吊销或填写有误。
telegram-no-contact-keys = 未设置 ZHIXING_CONTACT_KEYS：会话地址须加密保存，至少需要一个 Fernet 密钥（32 字节随机数的 URL 安全 Base64）。
telegram-bad-contact-key = ZHIXING_CONTACT_KEYS 的第 { $number } 个不是 Fernet 密钥（32 字节随机数的 URL 安全 Base64）。
telegram-bad-webhook-secret = ZHIXING_TELEGRAM_WEBHOOK_SECRET 只能由 1 到 256 个字母、数字、_ 或 - 组成。
