Success: no issues found in 2 source files
