# 询问或撤销打卡。
words-correct = 核对打卡|更正打卡|撤销打卡|询问打卡|correct

choice-correct = 核对打卡
choice-correct-session = 核对：{ $title }
choice-correct-member = { $number }
choice-correct-question = 向本人询问
choice-correct-take-back = 撤销打卡
choice-correct-cancel = 不处理

correct-none = 近几天没有可以核对的学习。
correct-which = 核对哪一次的打卡？
correct-nobody = 《{ $title }》还没有人打卡。
correct-list = 《{ $title }》已打卡 { $count } 人，点序号选择要核对的人：
correct-line = { $number }. { $name }
correct-what = { $name }在《{ $title }》的打卡：要向本人询问，还是撤销？撤销后不再计入，各次记录都会保留。
correct-why-question = 关于《{ $title }》的打卡，想问什么？本人会看到；核实前打卡仍然有效。不处理请发送“不”。
correct-why-take-back = 为什么撤销这次《{ $title }》打卡？原因会告知本人。不处理请发送“不”。
correct-why-too-long = 请写 1 至 { $most } 字。
correct-received = 收到，正在处理《{ $title }》的打卡，结果会在这里告诉您。
correct-left = 好的，打卡没有改动。
correct-again = 这个选项已失效，请重新打开核对打卡。
