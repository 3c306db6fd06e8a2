# 计划与竞赛。

## 识别的词语
words-plans = 本月计划|学习计划|计划|月度计划|plans
words-contests = 竞赛|学习竞赛|学习达人|积分榜|contests

## 按钮
choice-plans = 本月计划
choice-plan-cancel = 取消第 { $number } 项
choice-plan-template = 套用常用月度安排
choice-plan-template-yes = 确认套用
choice-contests = 学习竞赛
choice-contest = { $title }
choice-board-show = 把我列入个人榜
choice-board-hide = 把我从个人榜撤下

## 计划
plans-list = 本单位接下来的学习安排（共 { $count } 项）：
plans-none = 本单位到下月底还没有学习安排。
plans-more = 另有 { $count } 项；全部安排见控制台。
plans-not-yours = 学习计划由书记安排；您的任务请发送“任务”查看。
plan-line = { $number }. { $title }：{ $opens } 至 { $closes }{ $provisional ->
        [yes] （日期待节假日公布后确定）
       *[no] {""}
    }{ $single ->
        [yes] （单项任务）
       *[no] {""}
    }
plan-cancel-why = 为什么取消“{ $title }”？原因会告知应参加的每个人。不取消请发送“不”。
plan-why-too-long = 原因应为 1 至 { $most } 字。
plan-cancel-received = 收到，将取消“{ $title }”并通知应参加的人。
plan-kept = 好的，安排不变。
plan-gone = 没有找到这项安排，可能已变动。请重新打开列表。
plan-not-yours = 这次学习同时面向其他单位，您不能单独取消，请联系上级书记。
plan-template-look = 将为{ $unit }套用“{ $name }”，从本月起：
plan-template-line = · { $title }
plan-template-received = 收到，将按“{ $name }”建立 { $count } 项计划。本月已套用过的不会重复。

## 竞赛
contests-list = 您参加的学习竞赛：
contests-none = 现在没有您参加的学习竞赛，近期也没有刚结束的。
contest-line = { $state ->
    [final] { $title }（到 { $last }，最终结果）
   *[held] { $title }（到 { $last }）
}
contest-board = { $state ->
    [final] { $title }（到 { $last }）：以下为最终结果，您有 { $points } 分。
    [waiting] { $title } 已结束，{ $final } 公布最终结果，此前补记的仍计入。您有 { $points } 分。
   *[held] { $title }（到 { $last }）：您有 { $points } 分。
}
contest-rank = 第 { $rank } 名 { $name }：{ $points } 分
contest-individuals = 个人榜（自愿列入）：
board-show-received = 收到，您的姓名将列入个人榜；随时可以撤下。
board-hide-received = 收到，您的姓名将从个人榜撤下。
