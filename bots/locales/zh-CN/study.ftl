# 打卡的凭据、补卡、点名。
words-make-up = 补卡|申请补卡|我要补卡|补打卡|make up
words-roll-call = 点名|会议点名|签到码|开始点名|roll call

choice-make-up = 补卡
choice-roll-call = 点名

## 打卡要求的凭据
proof-minutes = 《{ $title }》要填写学习时长，至少 { $least } 分钟。请点按钮或发送分钟数，例如：90
proof-minutes-again = 没有看懂。请发送学习的分钟数，例如：90
proof-minutes-too-few = 至少要学 { $least } 分钟，请学满后再打卡。
proof-note = 《{ $title }》要写学习心得{ $least ->
        [0] { "" }
       *[other] ，至少 { $least } 字
    }。请直接发送心得：
proof-note-too-short = 心得至少 { $least } 字，您写了 { $given } 字，请写完整后再发送。
proof-photo = 《{ $title }》要附一张现场照片，请发送照片。照片中的地点、时间等信息会自动去除。
proof-code = 《{ $title }》要输入现场的签到码，请发送屏幕上的六位数字：
proof-code-again = 签到码是六位数字，请看现场屏幕再发送。
proof-quiz = 《{ $title }》小测验，第 { $number } 题（共 { $count } 题）：{ $text }
proof-quiz-several = 《{ $title }》小测验，第 { $number } 题（共 { $count } 题，多选）：{ $text }
    请点选全部正确选项，再点“选好了”；也可以直接发送字母，例如：AC
proof-quiz-marked = 第 { $number } 题{ $some ->
        [yes] 已选 { $letters }。选全后请点“选好了”，再点一次可取消该项。
       *[no] 还没有选择。
    }
proof-left = 好的，没有打卡。
proof-over = 这次打卡已提交或放弃，请重新打开任务列表。
choice-proof-minutes = { $minutes } 分钟
choice-proof-answer = { $letter }. { $text }
choice-proof-letter = { $letter }
choice-proof-answer-marked = ✓ { $letter }. { $text }
choice-proof-letter-marked = ✓ { $letter }
choice-proof-done = 选好了
choice-proof-cancel = 先不打卡

## 补卡
make-up-none = 没有可以补卡的任务。
make-up-list = 可以补卡的任务有 { $count } 项，点按钮申请：
make-up-line = • { $title }（{ $until } 前可申请）{ $requested ->
        [yes] 已申请，等待答复
       *[no] { "" }
    }
make-up-why = 请说明《{ $title }》没有按时打卡的原因，书记审批时会看到：
make-up-reason-too-long = 原因最多 { $most } 字，请缩短后再发送。
make-up-received = 已收到补卡申请，正在登记……
make-up-left = 好的，没有申请补卡。
make-up-again = 这个选项已失效，请重新打开补卡。
make-up-why-not = 请说明不同意的理由，本人会看到。放弃请发送“取消”。
pending-make-up = { $number }. { $name } 申请补卡《{ $task }》：{ $reason }
choice-make-up-task = 补卡：{ $title }
choice-make-up-cancel = 不申请了

## 点名
roll-none = 现在没有可以点名的活动。
roll-which = 给哪一项活动点名？
roll-meeting = • { $title }（{ $opens } 开始）
roll-list = 《{ $title }》应到 { $count } 人，已打卡 { $done } 人，已勾选 { $present } 人。点序号勾选到会的人，再点“提交”：
roll-line = { $number }. { $name }{ $mark ->
        [here] ｜✓ 到会
        [done] ｜已打卡
        [excused] ｜请假
        [taken-back] ｜打卡已撤销
       *[missing] { "" }
    }
roll-nobody = 还没有勾选到会的人。
roll-received = 已收到点名，{ $count } 人到会，正在登记……
roll-left = 好的，没有点名。
roll-again = 点名已提交或放弃，请重新打开点名。
roll-code = 《{ $title }》的签到码：{ $code }（到 { $until }），之后是 { $next }。请在现场展示。
roll-code-closed = 这项活动现在没有签到码。
choice-roll-meeting = 点名：{ $title }
choice-roll-code = 签到码：{ $title }
choice-roll-code-again = 刷新签到码
choice-roll-member = { $here ->
        [yes] ✓ { $number }
       *[no] { $number }
    }
choice-roll-page = 第 { $number } 页
choice-roll-all = 全部到会
choice-roll-submit = 提交
choice-roll-cancel = 放弃
