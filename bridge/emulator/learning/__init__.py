"""What the emulator learns with: trains, predicts and evaluates; knows no HTTP and no storage."""
