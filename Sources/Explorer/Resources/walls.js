// walls
