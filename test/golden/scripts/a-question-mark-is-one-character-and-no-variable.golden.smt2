; Is there a request that LEFT allows and RIGHT does not?
; Both sides are identity policies. unsat: proved, there is none. sat: refuted, there is one.
(set-logic QF_SLIA)
(declare-const $action String)
(assert (str.in_re $action (re.++ (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))) (str.to_re ":") (re.* (re.union (re.range "\u{0}" "@") (re.range "[" "\u{2ffff}"))))))
(define-fun let!1 () Bool (str.in_re $action (re.++ (str.to_re "s3:") re.all)))
(declare-const |key:aws:principaltag/t is present| Bool)
(declare-const $resource String)
(declare-const |key:aws:principaltag/t| String)
(declare-const |assume absent-variable = statement-invalid| Bool)
; The question
(assert (and let!1 (and |key:aws:principaltag/t is present| (= $resource (str.++ "arn:aws:s3:::b/" |key:aws:principaltag/t|))) (or (not |assume absent-variable = statement-invalid|) |key:aws:principaltag/t is present|) (not (and let!1 (str.in_re $resource (re.++ (str.to_re "arn:aws:s3:::b/") re.allchar))))))
(check-sat)
