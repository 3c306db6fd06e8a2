checkin-declined-minutes-missing = 未登记：《{ $task }》要填写学习时长，至少 { $least } 分钟。请发送“打卡”后填写分钟数。
checkin-declined-minutes-too-few = 未登记：《{ $task }》至少要学 { $least } 分钟，您填写的是 { $given } 分钟。请学满后再打卡。
checkin-declined-note-missing = 未登记：《{ $task }》要写学习心得{ $least ->
        [0] { "" }
       *[other] ，至少 { $least } 字
    }。请发送“打卡”后写上心得。
checkin-declined-note-too-short = 未登记：《{ $task }》的心得至少 { $least } 字，您写了 { $given } 字。请写完整后再打卡。
checkin-declined-photo-missing = 未登记：《{ $task }》要附一张照片。请发送“打卡”后发送照片。
checkin-declined-code-missing = 未登记：《{ $task }》要输入现场的签到码。请看现场屏幕上的六位数字。
checkin-declined-code-wrong = 未登记：《{ $task }》的签到码不对。请看现场屏幕上的六位数字，再打一次卡。
checkin-declined-code-expired = 未登记：这个签到码已过期，签到码每 30 秒更换。请输入《{ $task }》现场屏幕上最新的六位数字。
checkin-declined-code-too-many-tries = 未登记：《{ $task }》的签到码输错次数过多，不能再用签到码打卡。请在现场请书记点名。
checkin-declined-quiz-missing = 未登记：《{ $task }》有小测验，要答完全部题目。请发送“打卡”后作答。
checkin-declined-quiz-too-few-right = 未登记：《{ $task }》的小测验至少答对 { $least } 题，您答对了 { $given } 题。请再学习后重新打卡。
checkin-declined-taken-back = 未登记：您在《{ $task }》的打卡已被书记撤销。如有疑问，请联系本支部书记。
roll-call-taken = 点名已登记：《{ $task }》到会 { $marked } 人。{ $done ->
        [0] { "" }
       *[other] 另有 { $done } 人已自行打卡。
    }{ $strangers ->
        [0] { "" }
       *[other] 有 { $strangers } 人不在名单里，未登记。
    }{ $back ->
        [0] { "" }
       *[other] 有 { $back } 人的打卡曾被撤销，未登记。
    }
roll-call-refused-unknown-task = 没有找到这次活动，点名未登记。请重新打开点名。
roll-call-refused-not-yet-open = 还不能点名：《{ $task }》{ $at } 开始，请届时再点名。
roll-call-refused-too-late = 点名已截止：《{ $task }》只能在 { $at } 前点名。请提醒缺席的成员申请补卡。
make-up-requested = { $deciders ->
        [0] 《{ $task }》的补卡申请已登记。目前没有可以审批的书记，请联系上级。
       *[other] 《{ $task }》的补卡申请已登记，书记应在 { $until } 前答复。
    }
make-up-asked = { $name } 申请补卡：《{ $task }》。理由：{ $reason }。请在 { $until } 前答复，是否同意？
make-up-accepted = 补卡已同意：《{ $task }》，计 { $minutes } 分钟。{ $said ->
        [yes] 书记说明：{ $why }
       *[no] { "" }
    }
make-up-refused = 补卡未获同意：《{ $task }》。{ $said ->
        [yes] 理由：{ $why }
       *[no] 如有疑问，请联系本支部书记。
    }
make-up-expired = 《{ $task }》的补卡申请逾期未获答复，已失效。请联系本支部书记。
make-up-expired-of = { $name } 对《{ $task }》的补卡申请逾期未答复，已失效。
make-up-you-decided = { $state ->
        [accepted] 已同意 { $name } 补卡：《{ $task }》。
       *[refused] 未同意 { $name } 补卡：《{ $task }》。
    }
make-up-not-possible-unknown-task = 没有找到这项学习任务，不能补卡。
make-up-not-possible-not-on-the-list = 您不在《{ $task }》的学习名单里，不需要补卡。
make-up-not-possible-already-checked-in = 无需补卡：《{ $task }》已有打卡记录。
make-up-not-possible-taken-back = 不能补卡：《{ $task }》的打卡已被书记撤销。请联系本支部书记。
make-up-not-possible-still-open = 无需补卡：《{ $task }》到 { $at } 才截止，请直接打卡。
make-up-rule = { $rule ->
        [unit] 按{ $unit }的规定
       *[default] 按统一规定
    }
make-up-not-possible-too-late = { $rule ->
        [none] 已过期限：《{ $task }》的补卡只能在 { $at } 前办理。
       *[default] { $days ->
            [0] 不能补卡：{ make-up-rule }，不接受补卡申请。
           *[other] 已过补卡期限：{ make-up-rule }，只能在截止后 { $days } 天内申请，《{ $task }》的期限是 { $at }。
        }
    }
make-up-not-possible-too-many-this-month = { $most ->
        [0] 不能补卡：{ make-up-rule }，不接受补卡申请。如情况特殊，请联系本支部书记。
       *[other] 不能再补卡：{ make-up-rule }，每人每月最多申请 { $most } 次。如情况特殊，请联系本支部书记。
    }
make-up-not-possible-already-requested = 《{ $task }》的补卡申请已提交，请等待书记答复。
make-up-not-possible-unknown-request = 没有找到这项补卡申请。
make-up-not-possible-over = 《{ $task }》的这项补卡申请已有结果，没有改动。
make-up-not-possible-own-request = 不能审批自己的补卡申请，请上级书记办理。
checkin-questioned = 书记对您在《{ $task }》的打卡有疑问：“{ $reason }”。请联系书记说明；在更正之前，这次打卡仍然有效。
checkin-corrected = 书记更正了您在《{ $task }》的打卡，现计 { $minutes } 分钟。理由：{ $reason }
checkin-taken-back = 书记撤销了您在《{ $task }》的打卡。理由：“{ $reason }”。如有疑问，请联系书记。
checkin-you-questioned = 已向 { $name } 询问《{ $task }》的打卡。
checkin-you-corrected = 已更正 { $name } 在《{ $task }》的打卡，本人会收到通知。
correction-refused-unknown-check-in = 没有找到这次打卡，没有改动。
correction-refused-conflict = 这次打卡刚刚被别人改过，没有改动。请重新查看后再办理。
correction-refused-nothing-changes = 与现有记录相同，没有改动。
correction-refused-too-long = 分钟数超过了这项任务的学时，没有改动。
correction-refused-own-check-in = 不能更正自己的打卡，请上级书记办理。
button-make-up-accept = 同意补卡
button-make-up-refuse = 不同意
