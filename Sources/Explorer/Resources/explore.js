// explore
