"""What can be typed after ``zhixing``: each module reads its arguments, calls one function, and shows the result."""
