; Is there a request that LEFT allows and RIGHT does not?
; Both sides are identity policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic QF_SLIA)
(declare-const $action String)
(assert (str.in_re $action (re.++ (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))) (str.to_re ":") (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))))))
(define-fun let!1 () Bool (str.in_re $action (re.++ (str.to_re "s3:") re.all)))
(declare-const |key:aws:principaltag/a is present| Bool)
(declare-const |key:aws:principaltag/b is present| Bool)
(declare-const |key:aws:principaltag/a| String)
(declare-const |key:aws:principaltag/b| String)
(declare-const |assume absent-variable = statement-invalid| Bool)
; The question
(assert (and let!1 (and |key:aws:principaltag/a is present| |key:aws:principaltag/b is present| (= |key:aws:principaltag/a| |key:aws:principaltag/b|)) (and |key:aws:principaltag/b is present| (str.in_re |key:aws:principaltag/b| (re.union (str.to_re "x") (str.to_re "y")))) (or |key:aws:principaltag/b is present| (not |assume absent-variable = statement-invalid|)) (not (and let!1 (and |key:aws:principaltag/a is present| (str.in_re |key:aws:principaltag/a| (re.union (str.to_re "x") (str.to_re "y"))))))))
(check-sat)
