# 网页聊天

web-title = 知行
web-tagline = 学习打卡与通知
web-stranger = 尚未绑定
web-log-label = 消息记录
web-quick-label = 常用操作
web-input-label = 输入消息
web-input-placeholder = 输入消息或绑定码…
web-send = 发送
web-photo = [照片]
web-attach = 发送照片
web-photo-lost = 页面刷新后照片没有保留，请重新发送。
web-photo-broken = 照片未能显示
web-file-notes = 下载随身记
web-switch-language = English
web-switch-language-label = 切换到英文（Switch to English）
web-skip = 跳到输入框
web-no-script = 此页面需要启用 JavaScript。
web-you = 我
web-bot = 知行
web-today = 今天
web-submitting = 正在提交…
web-submitting-unreachable = 正在提交…暂时连不上服务器，会自动重试
web-not-accepted = 未能提交
web-offline = 网络已断开，恢复后会自动提交和更新。
web-reconnecting = 连接已断开，正在重新连接…
web-connected = 已重新连接。
web-history-unreachable = 历史消息暂时打不开，正在重试…

web-link-offer = 用这个绑定码绑定此页面？
web-link-yes = 绑定

web-fault-foreign = 请求来自其他网站，已拒绝。
web-fault-no-chat = 会话已失效，请刷新页面。
web-fault-not-json = 请求格式不正确：需要 JSON。
web-fault-malformed = 请求内容不正确，请刷新页面后重试。
web-fault-empty = 消息是空的，请输入内容后再发送。
web-fault-too-many = 发送太快了，请稍等片刻，会自动重试。
web-fault-history = 历史消息暂时打不开，请稍后再试。
web-fault-no-such-page = 没有这个页面。
web-fault-unexpected = 系统出错了，已记录；请稍后再试。
