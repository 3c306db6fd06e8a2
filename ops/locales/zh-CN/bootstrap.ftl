bootstrap-python-too-old = 需要 Python 3.11 或更新的版本：请安装，或用 “make PYTHON=/路径/python3.11 …” 指定。
bootstrap-venv-needs-root = 这个 Python 无法建立虚拟环境：请先执行 “sudo apt-get install python3-venv”。
bootstrap-venv-failed = 建立虚拟环境失败，原因见上。
bootstrap-installing-dependencies = 正在安装依赖（只在首次或依赖变化时）……
bootstrap-install-failed = 安装依赖失败，原因见上；请检查网络后再试。
