; Is there a request that LEFT allows and RIGHT does not?
; Both sides are identity policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic QF_SLIA)
(declare-const $action String)
(assert (str.in_re $action (re.++ (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))) (str.to_re ":") (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))))))
(define-fun let!1 () Bool (str.in_re $action (re.++ (str.to_re "s3:") re.all)))
(declare-const |assume ignore-case-folding = unicode| Bool)
(declare-const |key:aws:principaltag/t is present| Bool)
(declare-const |key:aws:principaltag/t| String)
; The question
(assert (and let!1 (or (and (not |assume ignore-case-folding = unicode|) (and |key:aws:principaltag/t is present| (str.in_re |key:aws:principaltag/t| (re.++ (re.union (str.to_re "A") (str.to_re "a")) (re.union (str.to_re "S") (str.to_re "s")) (re.union (str.to_re "K") (str.to_re "k")))))) (and |assume ignore-case-folding = unicode| (and |key:aws:principaltag/t is present| (str.in_re |key:aws:principaltag/t| (re.++ (re.union (str.to_re "A") (str.to_re "a")) (re.union (str.to_re "S") (str.to_re "s") (str.to_re "\u{17f}")) (re.union (str.to_re "K") (str.to_re "k") (str.to_re "\u{212a}"))))))) (not (and let!1 (and |key:aws:principaltag/t is present| (str.in_re |key:aws:principaltag/t| (re.++ re.allchar re.allchar re.allchar)))))))
(check-sat)
