; Is there a request that LEFT allows and RIGHT does not?
; Both sides are identity policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic QF_SLIA)
(declare-const $action String)
(assert (str.in_re $action (re.++ (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))) (str.to_re ":") (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))))))
(declare-const |key:aws:sourcevpce is present| Bool)
(declare-const |key:aws:sourcevpc is present| Bool)
; Documented fact: vpc-with-vpce
(assert (or (and |key:aws:sourcevpce is present| |key:aws:sourcevpc is present|) (and (not |key:aws:sourcevpce is present|) (not |key:aws:sourcevpc is present|))))
(define-fun let!1 () Bool (str.in_re $action (re.++ (str.to_re "s3:") re.all)))
(declare-const |key:aws:sourcevpce| String)
; The question
(assert (and let!1 (and |key:aws:sourcevpce is present| (= |key:aws:sourcevpce| "vpce-1")) (not (and let!1 |key:aws:sourcevpc is present|))))
(check-sat)
