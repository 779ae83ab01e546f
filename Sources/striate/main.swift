print("striate")
