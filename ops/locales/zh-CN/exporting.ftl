help-export = 导出学习情况，供检查和存档：Excel 表格或 JSON。
help-export-roster = 考勤表：每位成员每次学习的登记情况，一个支部一张表。
help-export-summary = 汇总表：本单位及以下各单位的数字。
help-export-policies = 制度落实情况：结论、数字、尚缺什么。
help-export-month = 月份，如 2026-11；不写则为本月
help-export-xlsx = 写成 Excel 表格
help-export-json = 写成 JSON 文件
export-bad-month = “{ $month }”不是月份，应如 2026-11。
