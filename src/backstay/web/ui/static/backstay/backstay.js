// Behavior that a page gains with script; without it every form posts and every link loads.
"use strict";
