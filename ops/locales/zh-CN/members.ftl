help-members-group = 查询成员，修改成员信息。
help-members-list = 列出成员；手机号只显示部分。
help-members-show = 查看一名成员，包括过往记录。
help-members-register = 登记成员，或只修改给出的内容，其余保持不变。
help-members-contacts = 查看一名成员的完整联系方式。
help-members-as = 以哪名成员的名义查看；不填则为操作员
members-contacts-unreadable = ZHIXING_DATA_KEYS 中没有密钥能打开 { $member } 的联系方式。
help-members-set-status = 设置成员状态；已离开的成员不再担任任何角色。
help-members-grant = 授予成员在某单位（及其下级）的角色。
help-members-revoke = 收回成员在某单位的角色。
help-members-pending = 等待某成员处理的事项。
help-members-unit = 所在单位；新成员必填
help-members-name = 姓名；新成员必填
help-members-kind = full、probationary、activist 或 staff
help-members-status = active、retired、unreachable 或 left
help-members-zone = 所在时区，例如 Asia/Urumqi；不填则用区里的
help-members-locale = 使用的语言：zh-CN 或 en
help-members-role = 角色
help-members-roles = 在本单位的角色，可多次给出
help-members-position = 在单位的职务
help-members-phone = 电话号码，写法不限
help-members-email = 电子邮箱
help-members-number = 工号
help-members-joined = 入党日期，例如 2011-07-01
help-members-part = 姓名的一部分
help-members-limit = 最多列出的人数
help-members-grant-unit = 角色所在的单位
members-more = 只显示了前 { $limit } 名：请缩小范围，或加大 --limit。
members-registered = 成员 { $member } 已登记在 { $unit }。
members-status-set = 成员 { $member } 的状态已改为：{ $status }。
members-granted = { $member } 现在是 { $unit } 的{ $role }。
members-revoked = { $member } 不再是 { $unit } 的{ $role }。
members-unchanged = 无需修改：已经是这样了。
members-nothing-pending = 没有等待该成员处理的事项。
members-bad-field = { $field } 缺失或无法使用：{ $error }
members-refused = { $reason ->
    [unknown-member] 没有编号为 { $member } 的成员；用 “zhixing members list” 查看。
    [unknown-unit] 没有编号为 { $unit } 的单位。
    [closed-unit] 单位 { $unit } 已撤销。
    [no-such-zone] 没有这个时区；请写成 Asia/Shanghai 这样的名称。
    [employee-number-taken] 这个工号已属于另一名成员。
    [unusable-phone] 这不是可用的电话号码。
    [has-left] 成员 { $member } 已离开，不能担任角色；请先修改状态。
   *[other] 被拒绝：{ $reason }
}
member-kind = { $kind ->
    [full] 党员
    [probationary] 预备党员
    [activist] 入党积极分子
   *[staff] 教职工
}
member-status = { $status ->
    [active] 在册
    [retired] 离退休
    [unreachable] 失联
   *[left] 已离开
}
role = { $role ->
    [secretary] 书记
    [reporter] 信息员
    [school-admin] 学校管理员
    [duty-officer] 值班员
    [district-admin] 区管理员
    [auditor] 审计员
    [ops] 运维
   *[member] 成员
}
position = { $position ->
    [secretary] 书记
    [deputy-secretary] 副书记
    [organiser] 组织委员
    [propagandist] 宣传委员
    [discipline-officer] 纪检委员
    [group-leader] 党小组长
   *[instructor] 党建指导员
}
column-kind = 类别
column-status = 状态
column-positions = 职务
column-phone = 手机号
column-email = 邮箱
column-joined-on = 入党日期
column-employee-number = 工号
column-leaves = 请假
column-before = 过往单位
column-what = 项目
column-value = 内容
help-people-rotate-keys = 用新密钥重新加密仍在旧密钥下的联系方式，并说明还剩多少。
people-rotating = 正在加密
people-rotated = 已重新加密 { $renewed } 条，旧密钥下还剩 { $left } 条。
people-unreadable = 有 { $count } 条用 ZHIXING_DATA_KEYS 中的任何密钥都打不开：请把当时使用的密钥放回去。
