# 制度要求与补卡规定

policies-link = 制度要求
policies-title = { $unit }的制度要求
policies-heading = 现行要求（{ $count }）
policies-how = 制度要求适用于全区。保存修改之前，会先显示哪些单位的结论会因此不同。
policies-how-not = 制度要求适用于全区，由本区管理员修改。
policies-others = 对本单位没有要求，或已停用（{ $count }）
policies-origin = { $origin ->
        [shipped] 系统默认
        [changed] 本区已修改
       *[own] 本区自定
    }
policies-off = 已停用
policies-version = 第 { $version } 版
policies-new = 新增要求
policies-edit-label = 修改“{ $name }”
policies-reset = 恢复默认
policies-reset-label = 恢复默认：“{ $name }”
policies-edit-title = 修改“{ $name }”
policies-metric = { $metric ->
        [sessions] 开展场次
        [participation] 参学率
        [minutes-share] 学时占比
        [member-coverage] 人员覆盖率
       *[unit-coverage] 单位覆盖率
    }
policies-window = { $window ->
        [month] 每月
        [quarter] 每季度
       *[year] 每年
    }
policies-least = { $unit ->
        [sessions] { $metric }至少 { $least } 次
       *[share] { $metric }至少 { $least }%
    }
policies-covered = 统计对象：{ $kind }
policies-least-minutes = 每次不少于 { $minutes } 分钟
policies-applies = 适用于{ $kinds }
unit-kind = { $kind ->
        [district] 区
        [zone] 片区
        [school] 学校
        [branch] 支部
        [group] 党小组
       *[other] 单位
    }

## 表单
policies-form-how = 先显示影响，再保存。
policies-part-filter = 哪些学习计入
policies-part-source = 依据
policies-effect = 显示影响
policies-save = 保存这项要求
policies-now-how = 您填写的内容仍在下面；要以它代替现在的要求，请重新显示影响，或者
field-name-zh = 中文名称
field-name-en = 英文名称
hint-english = 不填则与中文相同。
field-metric = 衡量什么
field-threshold = 至少达到
hint-threshold = 场次填次数；比例填百分数，如 90。
field-window = 周期
field-applies-to = 适用于
field-covered = 统计哪类单位
hint-covered = 只在衡量单位覆盖率时有效。
field-study-kinds = 学习类型
hint-all = 都不选表示全部。
field-least-minutes = 每次至少学时（分钟）
hint-least-minutes = 0 表示不限；不足的场次不计入。
field-source-zh = 中文依据
field-source-en = 英文依据
hint-source = 例如提出这项要求的计划或制度。
field-enabled = 启用（不选则不再要求任何单位，但保留记录）

## 影响
effect-title = 对 { $first } 至 { $last } 的影响
effect-changed = 有 { $count } 个单位的结论会不同。
effect-none = 没有单位的结论会不同。
effect-unsaved = 尚未保存。
effect-unseen = 显示影响之后表单又有改动。下面是按现在内容得出的影响，请再次保存。
effect-counts = 修改前后各结论的单位数
effect-units = 单位数
effect-before = 修改前
effect-after = 修改后
effect-so-far = 上一周期系统里还没有单位，这里按本周期到目前为止的情况显示。
effect-nobody = 这段时间里，修改前后都没有对任何单位提出要求。
effect-same = 结论不变的单位（{ $count }）
effect-state = { $state ->
        [met] 已达到
        [can-still] 尚可达到
        [not-met] 未达到
        [nothing-asked] 无可评数据
       *[not-asked] 不要求
    }

## 补卡规定
limits-link = 补卡规定
limits-title = { $unit }的补卡规定
limits-holds = 现行规定
limits-whose = { $whose ->
        [own] 由本单位自行设定。
        [above] 由上级单位（{ $kind }）设定。
       *[settings] 系统默认；本单位和上级单位都没有设定。
    }
limits-numbers = { $days ->
        [0] 不能补卡。
       *[other] 任务截止后 { $days } 天内可以申请补卡，每人每月最多 { $count } 次；申请后 { $decide } 天内未答复即失效。
    }
limits-set = 本单位及上下级单位设定的规定（{ $count }）
limits-above = 上级单位（{ $kind }）
limits-taken-back = 已取消，以上级规定为准
limits-change = 修改规定
limits-how = 适用于本单位以及没有自行设定的下级单位，对此后提出的申请生效。
limits-how-not = 由本单位的管理员修改。
limits-take-back-title = 不再自行设定
limits-take-back = 取消本单位的规定
field-ask-within-days = 截止后多少天内可以申请补卡
hint-ask-within-days = 0 至 60；0 表示不能补卡。
field-decide-within-days = 申请后多少天内须答复
hint-decide-within-days = 1 至 60；逾期失效。
field-per-month = 每人每月最多申请次数
hint-per-month = 0 至 100，按任务所在的月份计。

## 已完成
done-policy = 要求已保存，此后的落实情况以它为准。
done-limits = 规定已设定，对此后提出的申请生效。
done-limits-taken-back = 已取消本单位的规定，以上级规定为准。

## 不能接受的内容
wrong-name_zh = 请填写名称：一行，最多 300 字。
wrong-name_en = 英文名称为一行，最多 300 字。
wrong-metric = 请选择衡量什么。
wrong-window = 请选择周期。
wrong-threshold = 请填写次数，0 至 1000。
wrong-threshold-share = 请填写百分数，0 至 100，如 90。
wrong-applies_to = 请至少选择一类适用的单位。
wrong-covered = 请选择统计哪类单位。
wrong-study_kinds = 请从列表中选择学习类型。
wrong-least_minutes = 学时为 0 至 1440 分钟。
wrong-source_zh = 请填写依据：一行，最多 300 字。
wrong-source_en = 英文依据为一行，最多 300 字。
wrong-ask_within_days = 请填写天数，0 至 60。
wrong-decide_within_days = 请填写天数，1 至 60。
wrong-per_month = 请填写次数，0 至 100。

## 被拒绝
rules-not-allowed = 您的角色不能在这里修改，没有保存。
rules-conflict = { $who }在此期间改过，您的修改还没有保存。
rules-conflict-own = 您在此期间已经在这个页面或别处改过，这次还没有保存。
refused-needs-a-filter = 学时占比需要说明哪些学习计入：请选择类型、内容或学时。
refused-not-a-share = 比例最多为 100%。
refused-unknown-district = 学习打卡服务还不认识本区，请稍后再试。
