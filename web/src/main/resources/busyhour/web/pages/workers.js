import "/assets/shell.js";
