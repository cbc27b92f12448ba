; Is there a request that LEFT allows and RIGHT does not?
; Both sides are identity policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic QF_SLIA)
(declare-const $action String)
(assert (str.in_re $action (re.++ (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))) (str.to_re ":") (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))))))
(define-fun let!1 () Bool (str.in_re $action (re.++ (str.to_re "s3:") re.all)))
(declare-const |key:aws:principaltag/seal is present| Bool)
(declare-const |key:aws:principaltag/seal| String)
; The question
(assert (and let!1 (and |key:aws:principaltag/seal is present| (str.in_re |key:aws:principaltag/seal| (re.++ (str.to_re "Q") (re.union (str.to_re "Q==") (str.to_re "R==") (str.to_re "S==") (str.to_re "T==") (str.to_re "U==") (str.to_re "V==") (str.to_re "W==") (str.to_re "X==") (str.to_re "Y==") (str.to_re "Z==") (str.to_re "a==") (str.to_re "b==") (str.to_re "c==") (str.to_re "d==") (str.to_re "e==") (str.to_re "f=="))))) (not (and let!1 (and |key:aws:principaltag/seal is present| (= |key:aws:principaltag/seal| "QQ=="))))))
(check-sat)
